import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serverTranslator } from '../../client/lib/server-text.ts';
import german from '../../client/messages/de/server/index.ts';
import { catalogueTexts } from './support/catalogue-texts.ts';
import { composedSentences, healthSummaries, scopes } from './support/server-samples.ts';
import { isSentence, serverTexts, textsIn } from './support/server-sentences.ts';

/** Where the server says something that the console can show. */
const SPEAKING = /^(auth|commands|domain|egress|graphql)\/|^dispatcher\/attempt\.ts|^storage\/(pages|encryption|account-keys)\.ts|^http\/(body|graphql-endpoint|operation-time|meter-cost|admissions|websocket)\.ts/;
/** Files of these folders that speak elsewhere: in e-mails, in chats, and to the operator. */
const ELSEWHERE = /^domain\/(alert-message|alert|payload-format|brand|signing\/account-rsa)\.ts|^egress\/(address-policy|mailer)\.ts/;

/** Texts that the console never shows, and patterns of what is put together, whose outcomes are among the samples. */
const UNSHOWN = new Set([
  // Answers to a socket that is not open yet, and its end.
  'Too many connections from your address have not said who they are. Send connection_init on those, then try again.\n',
  'The server restarts.',
  // Put together.
  'Not x1: x2.',
  'The content filter cannot be used. x1.',
  'x1 when the event was published, x2.',
  'x1 must be between 1 and x2.',
  'x1 It will be switched off for its first failure from x2 UTC on, unless an attempt succeeds before.',
]);

/** What the schema says of itself is documentation. */
const oneLine = (text: string) => text.trim().replaceAll(/\s+/g, ' ');
const documented = oneLine(readFileSync('schema/schema.graphql', 'utf8'));
const isShown = (text: string) => !UNSHOWN.has(text) && !documented.includes(oneLine(text));

const texts = serverTranslator(german);
const said = serverTexts((path) => SPEAKING.test(path) && !ELSEWHERE.test(path));
/** What an estimate says of the deliveries that it counts. */
const warnings = said.filter(({ path, text }) => path === 'commands/bulk-estimate.ts' && /^[a-z][^x]* .*\.$/.test(text)).map(({ text }) => `3 ${text}`);
const composed = [...composedSentences, ...warnings];
const entries = [...Object.entries(german.sentences), ...Object.entries(german.scopes)];

describe('the German of the server', () => {
  it('has every sentence that the server says', () => {
    const missing = said.filter(({ text }) => isSentence(text) && isShown(text) && texts.find(text.trim()) === null);
    expect(missing.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  it('has every sentence that the server puts together', () => {
    expect(composed.filter((text) => texts.find(text) === null)).toEqual([]);
  });

  it('leaves no English in them', () => {
    const translations = composed.map(texts.translate).concat(scopes.map(texts.translateScope));
    expect(translations.filter((text) => /\d{4}-\d\d-\d\dT|\d,\d{3}\b(?! UTC)/.test(text))).toEqual([]);
    expect(translations.filter((text) => /\b(the|is|are|were|must|not|that|which|attempts|failed|Deliveries|webhook:)\b/.test(text.replaceAll(/„.*?“/g, '')))).toEqual([]);
  });

  it('has no sentence that the server does not say', () => {
    const all = [...said.map(({ text }) => text.trim()), ...composed];
    const sentences = all.flatMap((text) => [text, ...text.split(/(?<=[.?!]"?) /)]);
    const pieces = [...new Set(sentences.flatMap((text) => [text, ...text.split(/; |: (?=[a-z])|, but | \(line/)]))];
    const isSaid = (english: string) => {
      const { find } = serverTranslator({ ...german, sentences: { [english]: english }, scopes: {} });
      return pieces.some((piece) => find(piece) !== null);
    };
    expect(Object.keys(german.sentences).filter((english) => !isSaid(english))).toEqual([]);
  });

  it('has no piece of a scope that the server does not say', () => {
    const isSaid = (english: string) => {
      const others = Object.fromEntries(Object.entries(german.scopes).filter(([key]) => key !== english));
      const { translateScope } = serverTranslator({ ...german, sentences: {}, scopes: others });
      return scopes.some((scope) => translateScope(scope) !== texts.translateScope(scope));
    };
    expect(Object.keys(german.scopes).filter((english) => !isSaid(english))).toEqual([]);
  });

  it('has the same placeholders as the English', () => {
    const shape = (text: string) => [...text.matchAll(/\{[\w:]+\}/g)].map(([placeholder]) => placeholder).sort().join();
    expect(entries.filter(([english, translation]) => shape(english) !== shape(translation))).toEqual([]);
  });

  it.each([
    ['Enter a name.', 'Geben Sie einen Namen ein.'],
    ['The receiver answered 503 Service Unavailable.', 'Der Empfänger hat mit 503 Service Unavailable geantwortet.'],
    [
      '75% of 8 attempts failed, the last 6 in a row. Most often: answer 500. The receiver had a fault of its own. It will be switched off for its first failure from 2026-01-10 00:00 UTC on, unless an attempt succeeds before.',
      '75% von 8 Versuchen sind fehlgeschlagen, die letzten 6 in Folge. Am häufigsten: Antwort 500. Beim Empfänger ist ein Fehler aufgetreten. Er wird beim ersten Fehlschlag ab 10.01.2026, 00:00 UTC abgeschaltet, sofern nicht vorher ein Versuch gelingt.',
    ],
    ['There is no event type "license.foo". Did you mean "license.bar"?', 'Einen Ereignistyp „license.foo“ gibt es nicht. Meinten Sie „license.bar“?'],
    [
      'The content filter cannot be used. Filters have no bytes (line 1, column 8).',
      'Der Inhaltsfilter ist nicht verwendbar. Filter kennen keine Bytes (Zeile 1, Spalte 8).',
    ],
    ['A batch may have at most 1000 events; it has 1,048,576.', 'Höchstens 1.000 Ereignisse gehen auf einmal; es sind 1.048.576.'],
    ['The webhook had been deleted on 2026-01-10T08:05:00.000Z.', 'Der Webhook war am 10.01.2026, 08:05:00 UTC gelöscht worden.'],
    ['Webhook: 2026-01-10T08:05:00.120Z, event: 2026-01-10T08:05:00.119Z.', 'Webhook: 10.01.2026, 08:05:00,120 UTC, Ereignis: 10.01.2026, 08:05:00,119 UTC.'],
    ['HTTP/2; the certificate is trusted and valid until 2027-03-01.', 'HTTP/2; dem Zertifikat wird vertraut, es gilt bis 01.03.2027.'],
    ['Not replayed: 2 whose webhook is inactive; 1 that exist no more.', 'Nicht erneut zugestellt: 2, deren Webhook inaktiv ist; 1, die es nicht mehr gibt.'],
  ])('says %s as it should', (english, translation) => {
    expect(texts.translate(english)).toBe(translation);
  });

  it('keeps the words of people', () => {
    expect(texts.translate('license.old is deprecated: Enter a name.')).toBe('license.old ist veraltet: Enter a name.');
    expect(texts.translateScope('Deliveries: of webhook "Status, event; all"; status FAILED, only those that failed or were skipped'))
      .toBe('Zustellungen: vom Webhook "Status, event; all"; Status FAILED, nur aufgegebene und übersprungene');
  });

  it('leaves alone what is neither a number nor a moment', () => {
    expect(texts.translate('must be >= 0.5')).toBe('muss mindestens 0.5 sein');
    expect(texts.translate('The webhook had been deleted on a Monday.')).toBe('Der Webhook war am a Monday gelöscht worden.');
  });

  it('shows what it does not know as it came', () => {
    expect(texts.translate('Moon is out of order. Enter a name.')).toBe('Moon is out of order. Geben Sie einen Namen ein.');
    expect(texts.find('constructor')).toBeNull();
  });

  it('tells the health of a webhook', () => {
    expect(healthSummaries.map(texts.translate)).toContain('Alle 8 Versuche waren erfolgreich.');
  });
});

describe('the German of the catalogue', () => {
  it('has every text of the built-in event types and their groups, and no other', () => {
    expect(Object.keys(german.catalogue).sort()).toEqual(catalogueTexts);
  });

  it('keeps the names that machines read', () => {
    const names = (text: string) => (text.match(/`[^`]+`/g) ?? []).sort();
    expect(Object.entries(german.catalogue).filter(([english, translation]) => names(english).join() !== names(translation).join())).toEqual([]);
  });

  it('has a text of its own for each, so that the English is found again', () => {
    expect(catalogueTexts.map((text) => texts.catalogueEnglish(texts.translateCatalogue(text)))).toEqual(catalogueTexts);
  });
});

describe('the reader of the server', () => {
  it('finds what is chosen, added and kept in a constant', () => {
    expect(textsIn(`const rest = isLate ? ' Wait.' : ''; problem('INVALID', \`It has \${n} parts.\${rest}\` + more);`)).toContain('It has x1 parts. Wait.x2');
  });

  it('passes by the errors that nobody sees', () => {
    expect(textsIn(`throw new Error('A row is gone.'); throw new RefusedError('Look again.');`)).toEqual(['Look again.']);
  });
});
