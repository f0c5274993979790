import { compile, type CoreContext, createCoreContext, registerMessageCompiler, registerMessageResolver, resolveValue, translate } from '@intlify/core-base';
import type de from '@nuxt/ui/runtime/locale/de.js';
import { serverTranslator, type ServerDictionary, type ServerTranslator } from './lib/server-text.ts';
import type english from './messages/en/index.ts';

/**
 * The words of the console. Every text is looked up with `t('<file>.<key>')` in `messages/<locale>/<file>.json`, in templates and in plain
 * modules alike; a text with markup in it is shown by `components/KbSentence.vue`, which has a slot for each `{placeholder}`.
 *
 * The language is chosen once, before anything else of the console is evaluated (`main.ts`), so constants of modules may hold texts too.
 * Another language is another page load.
 */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language in its own words, for those who cannot read the others. */
export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', de: 'Deutsch' };

/** A tree of texts as paths to its leaves, `list.empty.title`. */
type PathsOf<Tree> = { [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${PathsOf<Tree[Key]>}` }[keyof Tree & string];

/** `<file>.<path>` of every text, as the English files have them. */
export type MessageKey = PathsOf<typeof english>;

const STORAGE_KEY = 'keybell-language';

/** Formats of dates and numbers; English ones are day before month, on a clock of 24 hours. */
const FORMAT_LANGUAGES: Record<Locale, string> = { en: 'en-GB', de: 'de-DE' };

const LOADERS: Record<Locale, () => Promise<{ default: typeof english }>> = {
  en: () => import('./messages/en/index.ts'),
  de: () => import('./messages/de/index.ts'),
};

type ComponentTexts = typeof de;

/** What others say in English, in other languages: the server, and the library of the components. */
interface ForeignTexts { server: ServerDictionary; components: ComponentTexts }

const FOREIGN_LOADERS: Partial<Record<Locale, () => Promise<{ default: ForeignTexts }>>> = {
  de: () => import('./messages/de/foreign.ts'),
};

/** The first of the wanted languages that the console speaks, `de-AT` being German; English when it speaks none of them. */
export function localeFor(wanted: readonly (string | null)[]): Locale {
  for (const tag of wanted) {
    const language = tag?.toLowerCase().split('-')[0];
    const locale = LOCALES.find((candidate) => candidate === language);
    if (locale) return locale;
  }
  return 'en';
}

function storedLocale(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    // Storage is blocked: the browser's languages decide.
    return null;
  }
}

/** The language of this page load. */
export const locale: Locale = localeFor([storedLocale(), ...navigator.languages]);

/** For `Intl`. */
export const formatLanguage = FORMAT_LANGUAGES[locale];

registerMessageCompiler(compile);
registerMessageResolver(resolveValue);

type Translate = (key: string, values: Record<string, string | number>, count?: number) => string | number;

/** The core's own types want every message at compile time and make each call slow to check; `MessageKey` does that better. */
function translatorOf(messages: object): Translate {
  const context = createCoreContext({ locale, messages: { [locale]: { ...messages } } }) as unknown as CoreContext;
  return (key, values, count) => (count === undefined ? translate<CoreContext>(context, key, values) : translate<CoreContext>(context, key, values, count));
}

let translateKey = translatorOf({});

/** For the sentences of the server; null when they are shown as they come. */
export let serverTexts: ServerTranslator | null = null;

/** For the components; undefined when their own are right. */
export let componentTexts: ComponentTexts | undefined;

/** Fetches the texts of the chosen language; until then `t` has none. */
export async function loadMessages(): Promise<void> {
  document.documentElement.lang = locale;
  const [messages, foreign] = await Promise.all([LOADERS[locale](), FOREIGN_LOADERS[locale]?.()]);
  translateKey = translatorOf(messages.default);
  if (!foreign) return;
  serverTexts = serverTranslator(foreign.default.server);
  componentTexts = foreign.default.components;
}

/** A sentence of the server in the chosen language. */
export const serverText = (text: string): string => serverTexts?.translate(text) ?? text;

/** A text of a built-in event type, in the chosen language, where an answer holds it within JSON. */
export const catalogueText = (text: string): string => serverTexts?.translateCatalogue(text) ?? text;

/** A text of the catalogue as the server has it. */
export const catalogueEnglish = (text: string): string => serverTexts?.catalogueEnglish(text) ?? text;

/** Remembers the language and loads the page anew in it. */
export function chooseLocale(chosen: Locale): void {
  localStorage.setItem(STORAGE_KEY, chosen);
  location.reload();
}

/**
 * The text of a key.
 * @param values for its `{placeholders}`
 * @param count chooses between the forms of a text that has some, `one delivery | {n} deliveries`
 */
export function t(key: MessageKey, values: Record<string, string | number> = {}, count?: number): string {
  return String(translateKey(key, values, count));
}
