import { dirname } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { LOCALES, localeFor, t } from '../../client/i18n.ts';
import { clientSources, rawTexts } from './support/client-sources.ts';
import { formsOf, placeholdersOf, textsOf } from './support/message-files.ts';

/** Files whose words are the same in every language: languages name themselves; reason phrases and headers belong to HTTP, types to their language, syntax nodes to the grammar of JSON, kinds of operations to GraphQL. */
const UNTRANSLATED = [
  'i18n.ts', 'lib/http-status.ts', 'pages/api-docs/schema-reference.ts', 'components/editor/json-extensions.ts', 'components/editor/json-place.ts',
  ...['request-example', 'type-code-csharp', 'type-code-python', 'type-model'].map((name) => `pages/catalogue/${name}.ts`),
];

const sources = clientSources();
/** `pages/events`, `lib`, and `.` for the files beside them. */
const folders = [...new Set(sources.map(({ path }) => dirname(path)))].sort();
const english = textsOf('en');
const others = LOCALES.filter((locale) => locale !== 'en').map((locale) => ({ locale, texts: textsOf(locale) }));

/** What stands in quotes or backticks anywhere in the client, gaps such as `${state}` among it. */
const literals = new Set(sources.flatMap(({ text }) => [...text.matchAll(/'([\w.]+)'|"([\w.]+)"|`((?:[\w.]|\$\{[^}]*\})+)`/g)]
  .map(([, single, double, template]) => single ?? double ?? template ?? '')));
const patterns = [...literals].filter((literal) => /^\w+\..*\$\{/.test(literal))
  .map((literal) => new RegExp(`^${literal.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.')).join('\\w+')}$`));
const isUsed = (key: string): boolean => literals.has(key) || patterns.some((pattern) => pattern.test(key));

describe('the messages', () => {
  it.each(others)('are the same in $locale as in English', ({ texts }) => {
    expect({ missing: [...english.keys()].filter((key) => !texts.has(key)), unknown: [...texts.keys()].filter((key) => !english.has(key)) })
      .toEqual({ missing: [], unknown: [] });
  });

  it.each(others)('have the same placeholders and forms in $locale as in English', ({ texts }) => {
    const shape = (text: string) => `${placeholdersOf(text).join()} in ${formsOf(text)}`;
    expect([...english].filter(([key, text]) => shape(text) !== shape(texts.get(key) ?? text)).map(([key]) => key)).toEqual([]);
  });

  it('are all used', () => {
    expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });

  it('are there for every key that is asked for', () => {
    const asked = sources.flatMap(({ text }) => [...text.matchAll(/\bt\('([\w.]+)'|<KbSentence[^>]*\sof="([\w.]+)"/g)].map(([, called, shown]) => called ?? shown ?? ''));
    expect([...new Set(asked)].filter((key) => !english.has(key))).toEqual([]);
  });

  it('are empty nowhere', () => {
    const empty = [english, ...others.map(({ texts }) => texts)].flatMap((texts) => [...texts].filter(([, text]) => text.trim() === '').map(([key]) => key));
    expect(empty).toEqual([]);
  });
});

describe('the sources', () => {
  it.each(folders)('of %s hold no text of their own', (folder) => {
    const raw = sources.filter(({ path }) => dirname(path) === folder && !UNTRANSLATED.includes(path))
      .flatMap((source) => rawTexts(source).map((text) => `${source.path}: ${text}`));
    expect(raw).toEqual([]);
  });
});

describe('the language', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'en-US', 'de'], 'en'],
    [[null, 'DE'], 'de'],
    [['nl'], 'en'],
    [[], 'en'],
  ])('for readers of %j is %s', (wanted, locale) => {
    expect(localeFor(wanted)).toBe(locale);
  });

  it('of these tests is English', () => {
    expect(t('common.cancel')).toBe('Cancel');
  });
});
