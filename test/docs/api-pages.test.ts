import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { apiPages } from '../../scripts/api-pages.js';
import { accessOf } from '../../server/graphql/authorize.ts';
import { buildKeybellSchema } from '../../server/graphql/schema.ts';
import { readExamples } from '../support/examples.ts';

const FOLDER = fileURLToPath(new URL('../../docs/api/', import.meta.url));
/** Written by hand. */
const OWN_WORDS = ['typed-clients.md'];

describe('docs/api', () => {
  let pages: Record<string, string>;
  beforeAll(async () => {
    const examples = Object.fromEntries(readExamples().map((example) => [example.field, example]));
    pages = apiPages({ schema: await buildKeybellSchema(), examples, accessOf });
  });

  it('is what the schema and its examples say; run `npm run docs` after a change of either', () => {
    for (const [name, text] of Object.entries(pages)) expect([name, readFileSync(`${FOLDER}${name}`, 'utf8')]).toEqual([name, text]);
  });

  it('has no page besides', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual([...Object.keys(pages), ...OWN_WORDS].toSorted());
  });

  it('says for each operation who may use it, and shows an example', () => {
    const all = Object.values(pages).join('\n');
    expect(all).not.toContain('nobody has decided');
    const sections = all.split('\n## ').filter((section) => /^(query|mutation|subscription) /.test(section));
    expect(sections.length).toBeGreaterThan(60);
    expect(sections.filter((section) => !section.includes('```graphql')).map((section) => section.split('\n')[0])).toEqual([]);
  });
});
