const texts = import.meta.glob<string>('../../../schema/examples/*.graphql', { eager: true, query: '?raw', import: 'default' });
const variables = import.meta.glob<string>('../../../schema/examples/*.json', { eager: true, query: '?raw', import: 'default' });

/** `name` is that of the operation, `Query.webhooks`. */
export interface ApiExample { readonly name: string; readonly source: string; readonly variables: string }

/** One example for each operation; a test of the project runs them all. */
export const examples: readonly ApiExample[] = Object.entries(texts).map(([path, source]) => ({
  name: path.split('/').at(-1)?.replace('.graphql', '') ?? path,
  source,
  variables: variables[path.replace('.graphql', '.json')]?.trim() ?? '{}',
}));
