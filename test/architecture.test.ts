import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAX_LINES = 300;

/**
 * The layers of docs/architecture.md, top first. A part may import itself and whatever stands in a lower layer; never its
 * neighbours, never upwards. `also` lists the exceptions, each with its reason.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['main', 'dev'],
  ['app', 'greeting'],
  ['http', 'config'],
  ['graphql', 'telemetry'],
  ['commands', 'auth', 'dispatcher'],
  ['storage', 'egress', 'live', 'peers'],
  ['domain', 'lifecycle', 'env-reader', 'failpoints'],
];

const ALSO: Readonly<Record<string, readonly string[]>> = {
  // The live log reads the attempts that storage keeps.
  live: ['storage'],
  // Commands that make members, sessions and keys leave passwords and tokens to those who check them.
  commands: ['auth'],
};

/** Packages that the domain may use: arithmetic and identity, nothing that reads, waits or connects. */
const DOMAIN_PACKAGES = [
  'node:crypto', 'node:net', 'node:util', 'ulid', 'ipaddr.js',
  // Reads and works out the expressions of content filters: a language without loops, input or output.
  '@marcbachmann/cel-js',
  // Codes of authenticator apps, worked out from a secret and a moment.
  'otpauth',
];

interface SourceFile { path: string; text: string; imports: string[] }

const serverFiles = sources('server', /\.ts$/);
const clientFiles = sources('client', /\.(ts|vue)$/);
const serverPaths = new Set(serverFiles.map(({ path }) => path));

describe('the layers', () => {
  it('hold every part of the server', () => {
    const known = new Set(LAYERS.flat());
    expect(serverFiles.map(({ path }) => partOf(path)).filter((part) => !known.has(part))).toEqual([]);
  });

  it('are imported downwards only', () => {
    const wrong = serverFiles.flatMap(({ path, imports }) => imports
      .filter((target) => target.startsWith('server/') && !mayImport(partOf(path), partOf(target)))
      .map((target) => `${path} imports ${target}`));
    expect(wrong).toEqual([]);
  });

  it('keep the domain free of frameworks and of input and output', () => {
    const wrong = filesOf('domain').flatMap(({ path, imports }) => imports
      .filter((target) => !target.startsWith('server/') && !DOMAIN_PACKAGES.includes(target))
      .map((target) => `${path} imports ${target}`));
    expect(wrong).toEqual([]);
  });

  it('keep server and client apart', () => {
    const wrong = [...serverFiles, ...clientFiles].flatMap(({ path, imports }) => imports
      .filter((target) => /^(server|client|test)\//.test(target) && target.split('/')[0] !== path.split('/')[0])
      .map((target) => `${path} imports ${target}`));
    expect(wrong).toEqual([]);
  });

  it('have no import cycle', () => {
    // GraphQL types name each other, since a schema is a graph; they do so lazily, `() => Type`.
    const isGraph = (path: string, target: string) => path.endsWith('.type.ts') && target.endsWith('.type.ts');
    const files = serverFiles.map((file) => ({ ...file, imports: file.imports.filter((target) => !isGraph(file.path, target)) }));
    expect(findCycles(files)).toEqual([]);
  });

  it('import only files that exist, by their full name', () => {
    const wrong = serverFiles.flatMap(({ path, imports }) => imports
      .filter((target) => target.startsWith('server/') && !serverPaths.has(target))
      .map((target) => `${path} imports ${target}`));
    expect(wrong).toEqual([]);
  });
});

describe('the habits', () => {
  it('name no file or folder for a drawer', () => {
    const drawers = /(^|\/)(utils?|commons?|helpers?|services?|misc|shared)(\/|\.)/;
    expect([...serverFiles, ...clientFiles].map(({ path }) => path).filter((path) => drawers.test(path))).toEqual([]);
  });

  it('read the environment in server/config.ts only', () => {
    expect(serverPathsWith(/\bprocess\s*\.\s*env\b/, ['server/config.ts'])).toEqual([]);
  });

  it('print from server/main.ts only', () => {
    expect(serverPathsWith(/\bconsole\.\w+\(/, ['server/main.ts'])).toEqual([]);
  });

  it('use no any', () => {
    const any = /(:|\bas|<|,|\|)\s*any\b\s*(\[\]|[;,)>|=]|$)/m;
    expect([...serverFiles, ...clientFiles].filter(({ text }) => any.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
  });

  it(`keep files within ${MAX_LINES} lines`, () => {
    const long = [...serverFiles, ...clientFiles].map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });

  it('keep GraphQL out of views', () => {
    const query = /\b(gql|graphql)\s*\(?\s*`/;
    expect(clientFiles.filter(({ path, text }) => path.endsWith('.vue') && query.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('the packages', () => {
  const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies' | 'overrides', Record<string, string>>;

  it('are pinned to exact versions', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$/.test(version))).toEqual([]);
  });

  it('are locked by content and not by address', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved":\s*"https?:/);
  });

  it('are all declared', () => {
    const declared = new Set([...Object.keys(manifest.dependencies), 'vite', 'vitest']);
    const undeclared = serverFiles.flatMap(({ path, imports }) => imports
      .filter((target) => !/^(server|schema|examples|node:|package\.json)/.test(target) && !declared.has(packageOf(target)))
      .map((target) => `${path} imports ${target}`));
    expect(undeclared).toEqual([]);
  });
});

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function sources(folder: string, pattern: RegExp): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.split(sep).join('/')}`)
    .filter((path) => pattern.test(path) && !path.includes('/node_modules/') && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => {
      const text = read(path);
      return { path, text, imports: importsOf(path, text) };
    });
}

/** What a file imports: paths from the root of the project, or names of packages. */
function importsOf(path: string, text: string): string[] {
  const script = path.endsWith('.vue') ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n') : text;
  return ts.preProcessFile(script, true, true).importedFiles
    .map(({ fileName }) => fileName)
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)).split(sep).join('/') : name));
}

/** `server/domain/ids.ts` -> `domain`, `server/app.ts` -> `app`. */
function partOf(path: string): string {
  return (relative('server', path).split(sep)[0] ?? '').replace(/\.ts$/, '');
}

function mayImport(from: string, to: string): boolean {
  return from === to || layerOf(from) < layerOf(to) || (ALSO[from] ?? []).includes(to);
}

const layerOf = (part: string): number => LAYERS.findIndex((parts) => parts.includes(part));

const filesOf = (part: string): SourceFile[] => serverFiles.filter(({ path }) => partOf(path) === part);

const packageOf = (target: string): string => target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/');

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');

function serverPathsWith(pattern: RegExp, allowed: string[]): string[] {
  return serverFiles.filter(({ path, text }) => !allowed.includes(path) && pattern.test(withoutComments(text))).map(({ path }) => path);
}

/** Each cycle once, as a path that ends where it began. */
function findCycles(files: SourceFile[]): string[] {
  const imports = new Map(files.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return cycles;
}
