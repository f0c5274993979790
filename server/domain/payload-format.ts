import { wireName, type EnvironmentKey } from './environments.ts';
import { formatDateTime } from './time.ts';

/** Forms of a request body. */
export const PAYLOAD_FORMATS = ['STANDARD', 'SLACK', 'DISCORD'] as const;

export type PayloadFormat = (typeof PAYLOAD_FORMATS)[number];

/** What a chat message says about an event. */
export interface EventMessage {
  readonly eventCode: string;
  readonly resourceId: string;
  readonly environment: EnvironmentKey;
  /** Ms since epoch. */
  readonly occurredAt: number;
  /** Address of the event in the console. */
  readonly eventUrl: string;
}

/** Discord refuses longer messages. */
const MAX_DISCORD_CHARACTERS = 2000;

/** The body in a webhook's format; `standardBody` is the envelope, already built and shared by all STANDARD webhooks. */
export function formatBody(format: PayloadFormat, standardBody: string, message: EventMessage): string {
  switch (format) {
    case 'STANDARD':
      return standardBody;
    case 'SLACK':
      return JSON.stringify({ text: `${escapeSlack(lineOf(message))} <${escapeSlack(message.eventUrl)}|Open the event>` });
    case 'DISCORD':
      return JSON.stringify({ content: discordContent(message), allowed_mentions: { parse: [] } });
  }
}

function lineOf({ eventCode, resourceId, environment, occurredAt }: EventMessage): string {
  return `${eventCode}: ${oneLine(resourceId)} in ${wireName(environment)} at ${formatDateTime(occurredAt)}.`;
}

/** The link comes last and is never cut; angle brackets keep Discord from showing a preview of the console. */
function discordContent(message: EventMessage): string {
  const link = ` <${message.eventUrl}>`;
  return [...lineOf(message)].slice(0, Math.max(0, MAX_DISCORD_CHARACTERS - link.length)).join('') + link;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

/** Slack reads these three characters as markup (links, mentions), so they are escaped as its manual asks. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
