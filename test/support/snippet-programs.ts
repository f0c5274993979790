import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import type { SignatureScheme } from '../../server/domain/signing/scheme.ts';
import { findProgram } from './programs.ts';

const run = promisify(execFile);
const EXAMPLES = fileURLToPath(new URL('../../examples/verify', import.meta.url));

/** A recorded request, and the schemes whose verification accepts it. */
export interface Vector {
  readonly name: string;
  readonly secret: string;
  /** Receiver's clock, unix seconds. */
  readonly now: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly acceptedBy: readonly SignatureScheme[];
}

/** How the programs of a language are made ready in a folder of their own, and how they are called. */
export interface Language {
  /** Folder of examples/verify. */
  readonly key: string;
  readonly needs: readonly string[];
  /** `.ci/run` installs what it needs, or it belongs to every system. */
  readonly isInCi: boolean;
  prepare?(folder: string): Promise<unknown>;
  call(folder: string): [program: string, ...args: string[]];
}

const programOf = (name: string): string => findProgram(name) ?? name;

export const LANGUAGES: readonly Language[] = [
  { key: 'node', needs: [], isInCi: true, call: (folder) => [process.execPath, join(folder, 'run.mjs')] },
  { key: 'typescript', needs: [], isInCi: true, prepare: stripTypes, call: (folder) => [process.execPath, join(folder, 'run.mjs')] },
  { key: 'python', needs: ['python3'], isInCi: true, prepare: (folder) => cp(join(EXAMPLES, 'stand-ins', 'python'), folder, { recursive: true }), call: (folder) => ['python3', join(folder, 'run.py')] },
  { key: 'php', needs: ['php'], isInCi: true, call: (folder) => ['php', join(folder, 'run.php')] },
  { key: 'ruby', needs: ['ruby'], isInCi: true, call: (folder) => ['ruby', join(folder, 'run.rb')] },
  { key: 'shell', needs: ['bash', 'openssl'], isInCi: true, call: (folder) => ['bash', join(folder, 'run.sh')] },
  { key: 'go', needs: ['go'], isInCi: false, prepare: (folder) => run(programOf('go'), ['build', '-o', 'run', '.'], { cwd: folder }), call: (folder) => [join(folder, 'run')] },
  { key: 'java', needs: ['javac', 'java'], isInCi: false, prepare: compileJava, call: (folder) => ['java', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-cp', folder, 'Run'] },
  { key: 'rust', needs: ['cargo'], isInCi: false, prepare: compileRust, call: (folder) => [join(folder, 'target', 'debug', 'keybell-verify')] },
];

/** Why the programs of a language cannot run here; null when they can. Under CI it is no excuse for what `.ci/run` installs. */
export function reasonToSkip({ needs, isInCi }: Language): string | null {
  const missing = needs.filter((name) => findProgram(name) === null);
  return missing.length === 0 || (isInCi && process.env.CI) ? null : `${missing.join(', ')} is not installed`;
}

/** Programs of one language, compiled where that is needed, until `remove`. */
export async function prepareLanguage(language: Language) {
  const folder = await mkdtemp(join(tmpdir(), `keybell-verify-${language.key}-`));
  await cp(join(EXAMPLES, language.key), folder, { recursive: true });
  await language.prepare?.(folder);
  return {
    folder,
    verdicts: (scheme: SignatureScheme, vectors: readonly Vector[]) => verdictsOf(language, folder, scheme, vectors),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Names of the requests that the program accepts. The secret is in its environment, so there is one call for each secret. */
async function verdictsOf(language: Language, folder: string, scheme: SignatureScheme, vectors: readonly Vector[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const secret of new Set(vectors.map((vector) => vector.secret))) {
    const same = vectors.filter((vector) => vector.secret === secret);
    const table = join(folder, 'requests.tsv');
    await writeFile(table, same.map((vector) => `${rowOf(vector)}\n`).join(''));
    const [program, ...args] = language.call(folder);
    const { stdout } = await run(program, [...args, table, scheme], { env: { ...process.env, WEBHOOK_SECRET: secret } });
    const lines = stdout.trim().split('\n').map((line) => line.split(' '));
    if (lines.length !== same.length) throw new Error(`${language.key} judged ${lines.length} of ${same.length} requests:\n${stdout}`);
    accepted.push(...lines.filter(([, verdict]) => verdict === 'accepted').map(([name]) => name ?? ''));
  }
  return accepted;
}

function rowOf({ name, now, body, headers }: Vector): string {
  const shown = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'X-Webhook-Signature', 'N-Signature'].map((header) => headers[header] ?? '');
  return [name, now, Buffer.from(body).toString('base64'), ...shown].join('\t');
}

/** TypeScript becomes JavaScript beside the runner of Node, and Express the stand-in. */
async function stripTypes(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  for (const file of files) {
    const source = (await readFile(join(folder, file), 'utf8')).replace("from 'express'", "from './express.mjs'");
    const { outputText, diagnostics } = ts.transpileModule(source, { reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } });
    if (diagnostics?.length) throw new Error(`${file} is no TypeScript: ${JSON.stringify(diagnostics.map(({ messageText }) => messageText))}`);
    await writeFile(join(folder, file.replace(/\.ts$/, '.mjs')), outputText);
  }
  await cp(join(EXAMPLES, 'stand-ins', 'express.mjs'), join(folder, 'express.mjs'));
  await cp(join(EXAMPLES, 'node', 'run.mjs'), join(folder, 'run.mjs'));
}

async function compileJava(folder: string): Promise<void> {
  await cp(join(EXAMPLES, 'stand-ins', 'java'), folder, { recursive: true });
  const sources = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.java'));
  await run(programOf('javac'), ['-nowarn', ...sources], { cwd: folder });
}

/** Built with what the lock file names: from the crates of this machine where they are, otherwise from the registry. */
async function compileRust(folder: string): Promise<void> {
  await mkdir(join(folder, 'target'), { recursive: true });
  const build = (...how: string[]) => run(programOf('cargo'), ['build', '--locked', '--quiet', ...how], { cwd: folder });
  await build('--offline').catch(() => build());
}
