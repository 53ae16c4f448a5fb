import assert from "node:assert/strict";
import fc from "fast-check";
import { readException, readNumberOrder, readNumberPage, readOrderReference } from "../../provider/callfire/envelopes";
import { orderId } from "../../provider/callfire/types";
import { XmlError, readXml } from "../../provider/callfire/xml";

const prefix = fc.option(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), { nil: undefined });
const id = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String);
const digits = fc.stringMatching(/^1[0-9]{10}$/);
const gap = fc.stringMatching(/^[ \t\n\r]{1,4}$/);
const words = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\p{Cc}\ufffe\uffff]/gu, ""));

/** An element under a prefix of its own. */
function element(name: string, prefixed: string | undefined, content: string, attributes = ""): string {
    const tag = prefixed === undefined ? name : `${prefixed}:${name}`;
    const declared = prefixed === undefined ? "xmlns" : `xmlns:${prefixed}`;
    return `<${tag} ${declared}="http://api.callfire.com/data" ${attributes}>${content}</${tag}>`;
}

const escapes: ((character: string) => string)[] = [
    (character) => `&#${character.codePointAt(0)!};`,
    (character) => `&#x${character.codePointAt(0)!.toString(16)};`,
];
function escaped(text: string, way: number): string {
    const named: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
    return Array.from(text)
        .map((character) => (/[&<>"']/.test(character) ? (escapes[way]?.(character) ?? named[character]!) : character))
        .join("");
}

describe("reading XML", () => {
    it("finds the id of an order under any prefix, digit by digit", () => {
        fc.assert(
            fc.property(id, prefix, prefix, (text, outer, inner) => {
                const root = readXml(element("ResourceReference", outer, element("Id", inner, text)));
                assert.equal(readOrderReference(root), text);
            }),
        );
    });

    it("reads what was acquired, however it is spaced, and unknown elements change nothing", () => {
        fc.assert(
            fc.property(id, prefix, fc.array(digits), gap, fc.boolean(), (text, data, acquired, space, padded) => {
                const list = acquired.join(space);
                const items = element(
                    "LocalNumbers",
                    data,
                    `<New/><Ordered>3</Ordered>${element("Fulfilled", data, padded ? `${space}${list}${space}` : list)}`,
                );
                const order = element(
                    "NumberOrder",
                    data,
                    `<Status>NEW</Status><Surprise a="1"><Status>VOID</Status></Surprise>${items}`,
                    `id="${text}"`,
                );
                const answer = readNumberOrder(readXml(element("Resource", "r", order)), orderId(text));
                assert.equal(answer.id, text);
                assert.equal(answer.status, "NEW");
                assert.deepEqual(answer.localNumbers?.fulfilled, acquired);
            }),
        );
    });

    it("reads none, one or many numbers of a list alike", () => {
        fc.assert(
            fc.property(fc.array(digits), prefix, (numbers, data) => {
                const items = numbers
                    .map((number) => element("Number", data, element("Number", data, number)))
                    .join("\n");
                const page = readNumberPage(
                    readXml(element("ResourceList", "q", items, `q:totalResults="${numbers.length}"`)),
                );
                assert.equal(page.totalResults, numbers.length);
                assert.deepEqual(
                    page.items.map(({ number }) => number),
                    numbers,
                );
            }),
        );
    });

    it("gives back CallFire's words whatever way they were escaped", () => {
        fc.assert(
            fc.property(
                words,
                fc.integer({ min: 0, max: 2 }),
                fc.constantFrom("Message", "message"),
                (text, way, name) => {
                    const root = readXml(
                        `<r:ResourceException xmlns:r="x"><r:${name}>${escaped(text, way)}</r:${name}></r:ResourceException>`,
                    );
                    assert.equal(readException(root)?.words, text.trim().slice(0, 1000));
                },
            ),
        );
    });

    it("decodes entities once, leaves unknown ones alone, and takes CDATA as it stands", () => {
        const root = readXml("<a>&amp;lt; &nbsp; &#0; &#x110000; <![CDATA[<b>&amp;]]></a>");
        assert.equal(root.text, "&lt; &nbsp; &#0; &#x110000; <b>&amp;");
        assert.deepEqual(root.children, []);
    });

    it("never fails otherwise than by an XmlError, whatever is cut off or changed", () => {
        const whole = element("Resource", "r", element("NumberOrder", undefined, "<Status>NEW</Status>", 'id="1"'));
        fc.assert(
            fc.property(fc.nat(whole.length - 1), fc.string({ maxLength: 3 }), (at, put) => {
                try {
                    readXml(whole.slice(0, at) + put);
                    readXml(whole.slice(0, at) + put + whole.slice(at));
                } catch (error) {
                    assert.ok(error instanceof XmlError, String(error));
                }
            }),
        );
    });

    it("refuses every prefix of a document that is not the whole", () => {
        const whole = element("Resource", "r", element("NumberOrder", undefined, "<Status>NEW</Status>", 'id="1"'));
        for (let length = 0; length < whole.length; length++) {
            assert.throws(() => readXml(whole.slice(0, length)), XmlError, whole.slice(0, length));
        }
    });

    it("reads or refuses 2 MB of anything, and is not held up by it", function () {
        // What grows with the square of its length would take hours.
        this.timeout(600_000);
        for (const filling of ["<b/>", "<b>", "&amp;", "<!--", "<![CDATA[", "<b a='", "<?x ", "<", " "]) {
            const body = `<a>${filling.repeat(2_000_000 / filling.length)}</a>`;
            try {
                readXml(body);
            } catch (error) {
                assert.ok(error instanceof XmlError, String(error));
                assert.ok(error.message.length < 300);
            }
        }
    });
});
