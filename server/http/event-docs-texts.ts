import german from '../../schema/events/german.json';
import type { Language } from './language.ts';
import type { TypeWords } from './schema-fields.ts';

/** What the page of the catalogue says around its event types. */
interface PageTexts {
  title: string;
  intro: string;
  version: string;
  asJson: string;
  ownTypes: string;
  nav: string;
  members: string;
  columns: readonly [member: string, type: string, always: string, meaning: string];
  yes: string;
  no: string;
  example: string;
  types: TypeWords;
  /** What the files of the catalogue say in English. */
  told: (english: string) => string;
}

const told: Readonly<Record<string, string>> = german;

export const PAGE_TEXTS: Readonly<Record<Language, PageTexts>> = {
  en: {
    title: 'Event catalogue',
    intro: 'What webhooks can send: when each event fires and what it carries.',
    version: 'Version',
    asJson: 'The same as JSON',
    ownTypes: 'An account may have event types of its own beside these; whoever gave you the webhook knows them.',
    nav: 'Event types',
    members: 'Members of `payload`',
    columns: ['Member', 'Type', 'Always there', 'Meaning'],
    yes: 'yes',
    no: 'no',
    example: 'Example',
    types: { or: 'or', listOf: (type) => `list of ${type}` },
    told: (english) => english,
  },
  de: {
    title: 'Ereigniskatalog',
    intro: 'Was Webhooks senden können: wann jedes Ereignis eintritt und was es enthält.',
    version: 'Version',
    asJson: 'Dasselbe als JSON (englisch)',
    ownTypes: 'Ein Konto kann daneben eigene Ereignistypen haben; wer Ihnen den Webhook gegeben hat, kennt sie.',
    nav: 'Ereignistypen',
    members: 'Felder von `payload`',
    columns: ['Feld', 'Typ', 'Immer', 'Bedeutung'],
    yes: 'ja',
    no: 'nein',
    example: 'Beispiel',
    types: { or: 'oder', listOf: (type) => `Liste von ${type}` },
    told: (english) => told[english] ?? english,
  },
};

/** Each language in its own words, for those who cannot read the others. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };
