/** Scripts of the built console, with what each has and what must be evaluated before it. */
interface Linked { fileName: string; source: string | null; modules: readonly string[]; imports: readonly string[] }

const START = 'start.ts';

/** A sentence for each way in which scripts could be evaluated too early. */
export function orderProblems(chunks: readonly Linked[]): string[] {
  const reaches = (chunk: Linked) => reachedFrom(chunk, chunks);
  const early = chunks.filter((chunk) => chunk.source?.startsWith('messages/') && reaches(chunk).some(({ modules }) => modules.includes(START)));
  const circular = chunks.filter((chunk) => reaches(chunk).includes(chunk));
  return [
    ...early.map(({ source }) => `${source} imports the script of the console, which must not be evaluated before the texts are there. Give what both need a chunk of its own.`),
    ...(circular.length > 0 ? [`These scripts import each other, so that one of them finds the others not evaluated yet: ${circular.map(({ fileName }) => fileName).join(', ')}. Put what they share into a chunk of its own.`] : []),
  ];
}

/** All that is evaluated before a chunk; the chunk itself when that leads back to it. */
function reachedFrom(chunk: Linked, chunks: readonly Linked[]): Linked[] {
  const found = new Set<Linked>();
  const add = ({ imports }: Linked) => { for (const other of chunks) if (imports.includes(other.fileName)) found.add(other); };
  add(chunk);
  for (const each of found) add(each);
  return [...found];
}
