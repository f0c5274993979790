import type { Recipe } from './recipes.ts';

const CREATE = 'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } signingSecret userErrors { code message path } } }';
const DELETE = 'mutation ($input: WebhookDeleteInput!) { webhookDelete(input: $input) { userErrors { code message } } }';

/** One call that creates the webhook of a recipe. The key comes from the environment, never from the page. */
export function createCall(origin: string, { name, url, events, format }: Recipe, environment: string): string {
  return call(origin, CREATE, { input: { name, url, environment, events, payloadFormat: format } });
}

/** One call that deletes a webhook. */
export const deleteCall = (origin: string): string => call(origin, DELETE, { input: { id: 'wh_…' } });

function call(origin: string, query: string, variables: unknown): string {
  const body = JSON.stringify({ query, variables }, null, 2).replaceAll("'", String.raw`'\''`);
  return `curl ${origin}/graphql \\\n  -H "Authorization: Bearer $KEYBELL_API_KEY" \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'\n`;
}
