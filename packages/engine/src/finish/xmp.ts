import type { Plan } from "@pastiche/contract";

/** What IPTC calls a picture put together from several photographs without generating any. */
const SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeCapture";

/** Metadata that says what kind of picture it is, and carries the plan. */
export function xmpOf(plan: Plan): string {
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:pastiche="https://pastiche.invalid/ns/1.0/"',
    ` Iptc4xmpExt:DigitalSourceType="${SOURCE_TYPE}">`,
    `<pastiche:plan>${escapeXml(JSON.stringify(plan))}</pastiche:plan>`,
    "</rdf:Description></rdf:RDF></x:xmpmeta>",
    '<?xpacket end="w"?>',
  ].join("");
}

/** For text and for attributes. Also drops the control characters that XML 1.0 has no way to write. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
