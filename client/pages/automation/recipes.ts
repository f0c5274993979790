import type { SchemaEnum } from '../../graphql.ts';

/** How a workflow tool receives events. Everything of it also is the query of the form, see `recipeQuery`. */
export interface Recipe {
  readonly key: string;
  readonly title: string;
  readonly icon: string;
  readonly text: string;
  readonly steps: readonly string[];
  /** What the tool gives you, with its variable part in capitals. */
  readonly url: string;
  readonly name: string;
  readonly events: readonly string[];
  readonly format: SchemaEnum<'PayloadFormat'>;
}

export const RECIPES: readonly Recipe[] = [
  {
    key: 'zapier', title: 'Zapier', icon: 'i-lucide-zap', name: 'Zapier', format: 'STANDARD', events: ['license.*'], url: 'https://hooks.zapier.com/hooks/catch/ACCOUNT/HOOK/',
    text: 'Starts a Zap with each event.',
    steps: [
      'In Zapier, make a Zap with the trigger "Webhooks by Zapier", event "Catch Raw Hook", and copy its address. "Catch Hook" works as well, but parses the body, so signatures cannot be checked.',
      'Create the webhook here with that address, and send a test, so that Zapier learns the fields.',
      'For a private integration, use the two calls below as "Subscribe" and "Unsubscribe" of a REST hook.',
    ],
  },
  {
    key: 'n8n', title: 'n8n', icon: 'i-lucide-workflow', name: 'n8n', format: 'STANDARD', events: ['license.*', 'activation.*'], url: 'https://n8n.example.com/webhook/PATH',
    text: 'Starts a workflow, on your own server or in the cloud.',
    steps: [
      'In n8n, add a Webhook node: method POST, respond "Immediately", option "Raw Body" on. Copy the production address.',
      'Create the webhook here with that address. A private address must be allowed by the operator (ALLOW_CIDRS).',
      'To check the signature, add a Crypto node: HMAC, SHA256, over the raw body, with the secret from the credentials of n8n.',
    ],
  },
  {
    key: 'make', title: 'Make', icon: 'i-lucide-boxes', name: 'Make', format: 'STANDARD', events: ['license.*', 'contract.*'], url: 'https://hook.eu2.make.com/HOOK',
    text: 'Starts a scenario.',
    steps: [
      'In Make, add the module "Webhooks", "Custom webhook", and copy its address.',
      'Create the webhook here with that address and send a sample: Make reads the structure of the data from it.',
      'Schedule the scenario "Immediately as data arrives". It answers 200 at once and works afterwards.',
    ],
  },
  {
    key: 'slack', title: 'Slack', icon: 'i-lucide-hash', name: 'Slack alerts', format: 'SLACK', events: ['license.expired', 'contract.suspended', 'telemetry.flagged'], url: 'https://hooks.slack.com/services/T000/B000/TOKEN',
    text: 'Posts a readable line into a channel.',
    steps: [
      'In Slack, make an app with "Incoming Webhooks", add it to a channel, and copy the address. Whoever has it can post there: it is a secret.',
      'Create the webhook here with the body format Slack and the few events that people should see.',
      'Send a test: a line appears in the channel.',
    ],
  },
  {
    key: 'discord', title: 'Discord', icon: 'i-lucide-message-circle', name: 'Discord alerts', format: 'DISCORD', events: ['license.expired', 'contract.suspended'], url: 'https://discord.com/api/webhooks/ID/TOKEN',
    text: 'Posts a readable line into a channel.',
    steps: [
      'In Discord, open the settings of the channel, "Integrations", "Webhooks", make one and copy its address. It is a secret.',
      'Create the webhook here with the body format Discord.',
      'Send a test: a line appears in the channel. Discord allows some 30 messages a minute: give the webhook a rate limit.',
    ],
  },
];

/** Query of the form for new webhooks that fills it in. */
export function recipeQuery({ name, url, events, format }: Recipe, environment: string): Record<string, string> {
  return { name, url, environment, events: events.join(','), format };
}
