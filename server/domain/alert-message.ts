import { causeOf, MOST_ALERTS_OF_ACCOUNT, type AlertFacts, type AlertKind } from './alert.ts';
import { remedyFor } from './failure-code.ts';
import { formatDateTime } from './time.ts';

/** Plain text for people. */
export interface AlertMessage { readonly subject: string; readonly text: string }

/** An alert as an e-mail: what happened, why, what to do, and where. `link` leads to the webhook in the console. */
export function alertMessage(kind: AlertKind, facts: AlertFacts, link: string): AlertMessage {
  const { title, what, then } = wordsOf(kind, facts);
  const subject = `${title}: ${oneLine(facts.webhookName)} (${facts.environment.toLowerCase()})`;
  const lines = [
    `${what}`, '',
    `Webhook:      ${oneLine(facts.webhookName)}`,
    `Receiver:     ${facts.host}`,
    `Environment:  ${facts.environment.toLowerCase()}`, '',
    `Why: ${causeOf(facts)}`,
    `What to do: ${remedyOf(facts)} ${then}`, '',
    link, '',
    ...(facts.isLastForNow ? [LAST_FOR_NOW, ''] : []),
    '-- ', 'Sent by Keybell to the alert recipients of your account. They are chosen in the webhook settings.',
  ];
  return { subject, text: `${lines.join('\n')}\n` };
}

const LAST_FOR_NOW = `Your account had ${MOST_ALERTS_OF_ACCOUNT} alerts within an hour. What happens to its webhooks until there were fewer is not sent by e-mail; the console shows it.`;

interface Words { title: string; what: string; then: string }

const GOES_ON = 'Events that already wait are kept and go out when you switch the webhook on again; '
  + 'events published until then are not sent, but you can replay them afterwards ("missed since").';

function wordsOf(kind: AlertKind, { failingSince, disableAt, rate }: AlertFacts): Words {
  switch (kind) {
    case 'SWITCHED_OFF':
      return { title: 'Webhook switched off', what: `A webhook was switched off, because every attempt${since(failingSince)} failed.`, then: GOES_ON };
    case 'RECEIVER_GONE':
      return { title: 'Webhook switched off by its receiver', what: 'A webhook was switched off, because its receiver answered 410 Gone, which asks for that.', then: GOES_ON };
    case 'ONLY_FAILS':
      return { title: 'Webhook only fails', what: `Every attempt of a webhook${since(failingSince)} failed.`, then: forecast(disableAt) };
    case 'FAILURE_RATE':
      return { title: 'Webhook fails often', what: rateWords(rate), then: 'What failed is tried again by the retry policy.' };
  }
}

const since = (moment: number | null) => (moment === null ? '' : ` since ${minuteOf(moment)}`);

function forecast(disableAt: number | null): string {
  if (disableAt === null) return 'It stays switched on and goes on trying.';
  return `Unless an attempt succeeds before, it will be switched off by its first failure from ${minuteOf(disableAt)} on.`;
}

function rateWords(rate: AlertFacts['rate']): string {
  if (!rate) return 'Many attempts of a webhook failed.';
  const { attempts, failures, threshold } = rate;
  return `${failures} of ${attempts} attempts of a webhook failed in the last 15 minutes: ${percent(failures / attempts)}, and you are told from ${percent(threshold)} on.`;
}

const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;

/** E.g. `2026-11-20 12:00 UTC`. */
const minuteOf = (moment: number) => `${formatDateTime(moment).slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ')} UTC`;

const remedyOf = ({ failureCode, statusCode }: AlertFacts) => (failureCode === null ? '' : remedyFor(failureCode, statusCode));

/** Names cannot hold line breaks; a header must not, whatever a name holds. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
