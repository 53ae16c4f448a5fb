// Signs an executable of macOS ad hoc, which needs neither a certificate nor a Mac. See ../plugin-archives.mjs.
package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"

	"github.com/blacktop/go-macho"
	"github.com/blacktop/go-macho/pkg/codesign"
	"github.com/blacktop/go-macho/pkg/codesign/types"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: sign-darwin <executable> <identifier>")
	}
	path, identifier := os.Args[1], os.Args[2]
	sign(path, identifier)
	verify(path)
}

func sign(path, identifier string) {
	size := align(path, 16)
	file, err := macho.Open(path)
	check(err)
	defer file.Close()
	if file.CodeSignature() != nil {
		fail("it is signed already")
	}
	if injected := file.Segment("NODE_SEA"); injected != nil {
		// The file goes on at the next page, and segments are written without what lies between them.
		injected.Filesz = injected.Memsz
	}
	linkedit := file.Segment("__LINKEDIT")
	linkedit.Filesz = size - linkedit.Offset
	check(file.CodeSign(&codesign.Config{ID: identifier, Flags: types.ADHOC}))
	var signed bytes.Buffer
	check(file.SaveBuffer(&signed))
	check(os.WriteFile(path, signed.Bytes(), 0o755))
}

// The signature is appended, and has to begin at a multiple of 16. Returns the size of the file.
func align(path string, boundary uint64) uint64 {
	content, err := os.ReadFile(path)
	check(err)
	missing := -uint64(len(content)) % boundary
	content = append(content, make([]byte, missing)...)
	check(os.WriteFile(path, content, 0o755))
	return uint64(len(content))
}

// macOS ends a program at the first page whose hash is not the signed one.
func verify(path string) {
	file, err := macho.Open(path)
	check(err)
	defer file.Close()
	signature := file.CodeSignature()
	if signature == nil || len(signature.CodeDirectories) != 1 {
		fail("the signature is missing")
	}
	content, err := os.ReadFile(path)
	check(err)
	directory := signature.CodeDirectories[0]
	limit := int(directory.Header.CodeLimit)
	pageSize := 1 << directory.Header.PageSize
	if limit != int(signature.Offset) || len(directory.CodeSlots) != (limit+pageSize-1)/pageSize {
		fail("the signature does not cover the whole executable")
	}
	for page, slot := range directory.CodeSlots {
		hash := sha256.Sum256(content[page*pageSize : min((page+1)*pageSize, limit)])
		if !bytes.Equal(hash[:], slot.Hash) {
			fail(fmt.Sprintf("the signature of page %d does not fit", page))
		}
	}
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
