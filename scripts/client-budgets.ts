import { gzipSync } from 'node:zlib';
import { relative } from 'node:path';
import type { Plugin } from 'vite';
import { type Linked, orderProblems, START, withImports } from './client-chunks.ts';

/** A script of the built console. */
export interface BuiltChunk extends Linked {
  /** Compressed, as it is sent. */
  bytes: number;
  /** The script of the page itself. */
  isEntry: boolean;
  /** Module that it was made for, from `client/`; null for what several share. */
  source: string | null;
  /** Modules in it, from `client/`. */
  modules: readonly string[];
  /** Files that it may ask for later. */
  dynamicImports: readonly string[];
}

export interface BuiltStyles { fileName: string; bytes: number }

export type Budget = keyof typeof BUDGETS;

/** What a part weighs: the scripts that only it fetches. What several share is weighed once, by itself; the heart of the editor with each that uses it. */
export interface PartWeight { budget: Budget; name: string; bytes: number }

const KB = 1_000;

/**
 * Bytes, compressed. `start` is everything that must be there before a page can be shown, but for its texts (`messages`, one language);
 * `part` is a page, a dialog or what several of them share, fetched when somebody wants it.
 */
export const BUDGETS = { start: 180 * KB, messages: 45 * KB, styles: 40 * KB, part: 60 * KB, charts: 180 * KB, editor: 160 * KB } as const;

const NAMES: Record<Budget, string> = {
  start: 'The start of the console', messages: 'The texts', styles: 'The styles', part: 'The part', charts: 'The charts', editor: 'The editor',
};

/** Weighs everything that the console fetches. */
export function weigh(chunks: readonly BuiltChunk[], styles: readonly BuiltStyles[]): PartWeight[] {
  const messages = chunks.filter(({ source }) => source?.startsWith('messages/'));
  const started = chunks.filter(({ isEntry, modules }) => isEntry || modules.includes(START)).flatMap((chunk) => withImports(chunk, chunks));
  const asked = new Set(chunks.flatMap(({ dynamicImports }) => dynamicImports));
  const parts = chunks.filter((chunk) => asked.has(chunk.fileName) && !started.includes(chunk) && !messages.includes(chunk))
    .map((chunk) => ({ chunk, members: withImports(chunk, chunks).filter((each) => !started.includes(each)) }));
  const isShared = (chunk: BuiltChunk) => parts.filter(({ members }) => members.includes(chunk)).length > 1;
  const shared = new Set(parts.flatMap(({ members }) => members).filter((chunk) => isShared(chunk) && !asked.has(chunk.fileName) && budgetOf([chunk]) === 'part'));
  return [
    { budget: 'start', name: 'main.ts', bytes: sum(new Set(started)) },
    { budget: 'styles', name: styles.map(({ fileName }) => fileName).join(', '), bytes: sum(styles) },
    ...messages.map((chunk): PartWeight => ({ budget: 'messages', name: nameOf(chunk), bytes: chunk.bytes })),
    ...parts.map(({ chunk, members }): PartWeight => {
      const own = members.filter((each) => !shared.has(each) && (each === chunk || !asked.has(each.fileName)));
      return { budget: budgetOf(own), name: nameOf(chunk), bytes: sum(own) };
    }),
    ...[...shared].map((chunk): PartWeight => ({ budget: 'part', name: nameOf(chunk), bytes: chunk.bytes })),
  ];
}

/** A sentence for each part that is too heavy. */
export function excesses(weights: readonly PartWeight[]): string[] {
  return weights.filter(({ budget, bytes }) => bytes > BUDGETS[budget])
    .map(({ budget, name, bytes }) => `${NAMES[budget]} (${name}): ${kilobytes(bytes)} compressed, where ${kilobytes(BUDGETS[budget])} are allowed. Leave something out, or fetch it when it is wanted, with import().`);
}

/** The heaviest of each kind, `start 171.3 of 180.0 kB`. */
export function summary(weights: readonly PartWeight[]): string {
  return (Object.keys(BUDGETS) as Budget[]).map((budget) => {
    const heaviest = weights.filter((weight) => weight.budget === budget).sort((one, other) => other.bytes - one.bytes)[0];
    return `${budget} ${kilobytes(heaviest?.bytes ?? 0)} of ${kilobytes(BUDGETS[budget])}${heaviest && budget === 'part' ? ` (${heaviest.name})` : ''}`;
  }).join(', ');
}

/** Lets no build pass that is heavier than what the console may weigh, or whose scripts would be evaluated in the wrong order. */
export function clientBudgets(): Plugin {
  return {
    name: 'keybell-client-budgets',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const fromClient = (id: string) => relative(this.environment.config.root, id).replaceAll('\\', '/');
        const chunks = Object.values(bundle).flatMap((file): BuiltChunk[] => (file.type === 'chunk' ? [{
          fileName: file.fileName, bytes: gzipSync(file.code).length, isEntry: file.isEntry, source: file.facadeModuleId === null ? null : fromClient(file.facadeModuleId),
          modules: file.moduleIds.map(fromClient), imports: file.imports, dynamicImports: file.dynamicImports,
        }] : []));
        const styles = Object.values(bundle).flatMap((file): BuiltStyles[] => (file.type === 'asset' && file.fileName.endsWith('.css') ? [{ fileName: file.fileName, bytes: gzipSync(file.source).length }] : []));
        const weights = weigh(chunks, styles);
        const problems = [...orderProblems(chunks), ...excesses(weights)];
        if (problems.length > 0) this.error(problems.join('\n'));
        this.info(`weights, compressed: ${summary(weights)}`);
      },
    },
  };
}

function budgetOf(chunks: readonly BuiltChunk[]): Budget {
  const holds = (part: string) => chunks.some(({ modules }) => modules.some((module) => module.includes(`/node_modules/${part}/`)));
  if (holds('echarts')) return 'charts';
  return holds('@codemirror') ? 'editor' : 'part';
}

const nameOf = ({ source, fileName }: BuiltChunk): string => source ?? fileName;
const sum = (files: Iterable<{ bytes: number }>): number => [...files].reduce((total, { bytes }) => total + bytes, 0);
const kilobytes = (bytes: number): string => `${(bytes / KB).toFixed(1)} kB`;
