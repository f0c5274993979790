/** Characters that show nothing or turn the reading direction, by which a body could show something else than it is. */
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** The text with invisible characters spelled out, `⟨U+202E⟩`, and how many there were. */
export function visibleText(text: string): { text: string; count: number } {
  let count = 0;
  const visible = text.replace(INVISIBLE, (char) => {
    count += 1;
    return `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
  return { text: visible, count };
}

const ROW = 16;

/** Bytes as rows of offset, hex and ASCII. */
export function hexRows(bytes: Uint8Array, most: number): string {
  const rows: string[] = [];
  for (let start = 0; start < Math.min(bytes.length, most); start += ROW) {
    const row = [...bytes.slice(start, start + ROW)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ').padEnd(ROW * 3 - 1);
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${start.toString(16).padStart(6, '0')}  ${hex}  ${ascii}`);
  }
  return rows.join('\n');
}
