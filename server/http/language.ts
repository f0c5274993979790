import type { Exchange } from './exchange.ts';

/** Languages of the pages that the server makes itself. The API speaks English whoever asks. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** `?lang=` in the address decides, then what the browser asks for, else it is English. */
export function languageOf({ req, search }: Exchange): Language {
  const chosen = new URLSearchParams(search).get('lang');
  return known(chosen ?? '') ?? accepted(req.headers['accept-language'] ?? '') ?? 'en';
}

/** The first of our languages in an `Accept-Language` (RFC 9110), whose list needs not be in the order of its weights. */
function accepted(header: string): Language | undefined {
  const wanted = header.split(',').map((entry) => {
    const [tag = '', weight = ''] = entry.split(';');
    return { language: known(tag), weight: Number(/q=([\d.]+)/.exec(weight)?.[1] ?? 1) };
  });
  return wanted.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight).find(({ language }) => language)?.language;
}

/** `de-AT` is German. */
const known = (tag: string): Language | undefined => LANGUAGES.find((language) => language === tag.trim().toLowerCase().split('-')[0]);
