/** A script of the built console. */
export interface Linked {
  fileName: string;
  /** Files that are fetched with it, and evaluated before it. */
  imports: readonly string[];
}

interface Evaluated extends Linked { source: string | null; modules: readonly string[] }

/** The console itself, from `client/`; `main.ts` fetches what it needs before. */
export const START = 'start.ts';

/** A script and all that is fetched with it. */
export function withImports<Chunk extends Linked>(chunk: Chunk, chunks: readonly Chunk[]): Chunk[] {
  const found = new Set([chunk]);
  for (const { imports } of found) for (const other of chunks) if (imports.includes(other.fileName)) found.add(other);
  return [...found];
}

/** A sentence for each way in which scripts could be evaluated too early. */
export function orderProblems(chunks: readonly Evaluated[]): string[] {
  const importedBy = (chunk: Evaluated) => chunks.filter(({ fileName }) => chunk.imports.includes(fileName));
  const early = chunks.filter((chunk) => chunk.source?.startsWith('messages/') && withImports(chunk, chunks).some(({ modules }) => modules.includes(START)));
  const circular = chunks.filter((chunk) => importedBy(chunk).some((imported) => withImports(imported, chunks).includes(chunk)));
  return [
    ...early.map(({ source }) => `${source} imports the script of the console, which must not be evaluated before the texts are there. Give what both need a chunk of its own.`),
    ...(circular.length > 0 ? [`These scripts import each other, so that one of them finds the others not evaluated yet: ${circular.map(({ fileName }) => fileName).join(', ')}. Put what they share into a chunk of its own.`] : []),
  ];
}
