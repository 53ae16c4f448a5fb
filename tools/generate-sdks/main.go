// Generates the SDKs of languages other than TypeScript from the provider's schema, with the generators that the
// Pulumi engine itself uses. See ../sdks.mjs.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: generate-sdks <schema.json> <folder>")
	}
	text, err := os.ReadFile(os.Args[1])
	check(err)
	generate("python", text, func(p *schema.Package) (map[string][]byte, error) {
		return python.GeneratePackage("pulumi", p, nil, alone{})
	})
	generate("go", text, func(p *schema.Package) (map[string][]byte, error) {
		return golang.GeneratePackage("pulumi", p, nil)
	})
}

// Generators change the package that they are given, so each gets its own.
func generate(language string, text []byte, generator func(*schema.Package) (map[string][]byte, error)) {
	var spec schema.PackageSpec
	check(json.Unmarshal(text, &spec))
	bound, diagnostics, err := schema.BindSpec(spec, alone{}, schema.ValidationOptions{})
	check(err)
	for _, diagnostic := range diagnostics {
		fmt.Fprintln(os.Stderr, diagnostic.Summary)
	}
	if diagnostics.HasErrors() {
		fail("the schema is not valid")
	}
	files, err := generator(bound)
	check(err)
	for name, content := range files {
		path := filepath.Join(os.Args[2], language, filepath.FromSlash(name))
		check(os.MkdirAll(filepath.Dir(path), 0o755))
		check(os.WriteFile(path, content, 0o644))
	}
}

// The schema refers to no other package.
type alone struct{ schema.ReferenceLoader }

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
