type Headers = readonly (readonly [name: string, value: string])[];

/** Header fields as on the wire, a line each. Neither names nor values can hold a line break, and names no colon (RFC 9110, 5). */
export function formatHeaderLines(headers: Headers): string {
  let lines = '';
  for (const [name, value] of headers) lines += `${name}: ${value}\n`;
  return lines;
}

/** What `formatHeaderLines` was given. */
export function parseHeaderLines(lines: string): [name: string, value: string][] {
  return lines.split('\n').slice(0, -1).map((line) => {
    const end = line.indexOf(': ');
    return [line.slice(0, end), line.slice(end + 2)];
  });
}
