import type { SchemaEnum } from '../../graphql.ts';
import { t } from '../../i18n.ts';

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

const wordsOf = (key: 'zapier' | 'n8n' | 'make' | 'slack' | 'discord', values: Record<string, string> = {}) => ({
  key, text: t(`automation.${key}.text`), steps: [t(`automation.${key}.step1`), t(`automation.${key}.step2`, values), t(`automation.${key}.step3`)],
});

export const RECIPES: readonly Recipe[] = [
  {
    ...wordsOf('zapier'), title: 'Zapier', icon: 'i-lucide-zap', name: 'Zapier', format: 'STANDARD', events: ['license.*'],
    url: 'https://hooks.zapier.com/hooks/catch/ACCOUNT/HOOK/',
  },
  {
    ...wordsOf('n8n', { variable: 'ALLOW_CIDRS' }), title: 'n8n', icon: 'i-lucide-workflow', name: 'n8n', format: 'STANDARD', events: ['license.*', 'activation.*'],
    url: 'https://n8n.example.com/webhook/PATH',
  },
  {
    ...wordsOf('make'), title: 'Make', icon: 'i-lucide-boxes', name: 'Make', format: 'STANDARD', events: ['license.*', 'contract.*'],
    url: 'https://hook.eu2.make.com/HOOK',
  },
  {
    ...wordsOf('slack'), title: 'Slack', icon: 'i-lucide-hash', name: t('automation.name.alerts', { tool: 'Slack' }), format: 'SLACK', events: ['license.expired', 'contract.suspended', 'telemetry.flagged'],
    url: 'https://hooks.slack.com/services/T000/B000/TOKEN',
  },
  {
    ...wordsOf('discord'), title: 'Discord', icon: 'i-lucide-message-circle', name: t('automation.name.alerts', { tool: 'Discord' }), format: 'DISCORD', events: ['license.expired', 'contract.suspended'],
    url: 'https://discord.com/api/webhooks/ID/TOKEN',
  },
];

/** Query of the form for new webhooks that fills it in. */
export function recipeQuery({ name, url, events, format }: Recipe, environment: string): Record<string, string> {
  return { name, url, environment, events: events.join(','), format };
}
