/** The first sentence of a description, which tells what happened; the rest says when exactly. */
export function meaning(description: string): string {
  return /^.*?[.:](?=\s|$)/s.exec(description)?.[0].replace(/[.:]$/, '') ?? description;
}
