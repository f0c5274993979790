import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, Kind, NoUnusedFragmentsRule, specifiedRules, validate, type DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';

const schema = buildSchema(readFileSync(resolve('schema/schema.graphql'), 'utf8'));
const modules = import.meta.glob<Record<string, DocumentNode>>('../../client/**/*.queries.ts', { eager: true });
const documents = Object.entries(modules).flatMap(([file, exports]) =>
  Object.entries(exports).map(([name, document]) => ({ name: `${name} of ${file.split('/').at(-1)}`, document })));

/** A fragment that several pages share stands alone in its document. */
const isFragment = ({ definitions }: DocumentNode) => definitions.every(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
const rulesFor = (document: DocumentNode) => specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule || !isFragment(document));

describe('documents of the console', () => {
  it.each(documents)('$name asks only for what the API has', ({ document }) => {
    expect(validate(schema, document, rulesFor(document)).map(({ message }) => message)).toEqual([]);
  });

  it('are kept in *.queries.ts only', () => {
    const sources = import.meta.glob<string>('../../client/**/*.{ts,vue}', { eager: true, query: '?raw', import: 'default' });
    const elsewhere = Object.entries(sources).filter(([file, source]) => !file.endsWith('.queries.ts') && source.includes('graphql(`'));
    expect(elsewhere.map(([file]) => file)).toEqual([]);
  });
});
