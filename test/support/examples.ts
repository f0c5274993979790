import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../schema/examples/', import.meta.url));

/** An example of the API: an operation and its variables, which name things in angle brackets. */
export interface Example {
  /** `Query.webhooks`. */
  readonly field: string;
  readonly source: string;
  readonly variables: Record<string, unknown>;
}

/** Everything in schema/examples. */
export function readExamples(): Example[] {
  const files = readdirSync(FOLDER);
  return files.filter((file) => file.endsWith('.graphql')).sort().map((file) => {
    const variables = file.replace(/\.graphql$/, '.json');
    return {
      field: file.replace(/\.graphql$/, ''),
      source: readFileSync(`${FOLDER}${file}`, 'utf8'),
      variables: files.includes(variables) ? JSON.parse(readFileSync(`${FOLDER}${variables}`, 'utf8')) as Record<string, unknown> : {},
    };
  });
}
