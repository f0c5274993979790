/** Event codes by their first part, in the order given: `license.created` under `license`. */
export function codesByGroup(codes: readonly string[]): { key: string; codes: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const code of codes) {
    const key = code.split('.')[0] ?? code;
    groups.set(key, [...groups.get(key) ?? [], code]);
  }
  return [...groups].map(([key, members]) => ({ key, codes: members }));
}
