import { csharpTypes } from './type-code-csharp.ts';
import { pythonTypes } from './type-code-python.ts';
import { typescriptTypes } from './type-code-typescript.ts';
import { typeModel, typeName } from './type-model.ts';

export const TYPE_LANGUAGES = [
  { value: 'typescript', label: 'TypeScript' },
  { value: 'csharp', label: 'C#' },
  { value: 'python', label: 'Python' },
] as const;

export type TypeLanguage = (typeof TYPE_LANGUAGES)[number]['value'];

const WRITERS = { typescript: typescriptTypes, csharp: csharpTypes, python: pythonTypes };

/** Types of the request body of an event type, from the JSON Schema of that body, as source of a language. */
export function typeCode(language: TypeLanguage, code: string, bodySchema: unknown): string {
  return WRITERS[language](typeModel(bodySchema, `${typeName(code)}Event`));
}
