import { catalogueEnglish } from '../i18n.ts';

/** Whether a type has a text in its code, name or description, in the words that are shown or in the English of the server. */
export function mentions({ code, name, description }: { code: string; name: string; description: string }, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [code, name, description, catalogueEnglish(name), catalogueEnglish(description)].some((words) => words.toLowerCase().includes(wanted));
}
