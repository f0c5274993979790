import { expect, it } from 'vitest';
import { formatReadBy, targetUrlProblem } from '../../../../client/pages/webhook-form/target-url.ts';

it('the form of a target URL is judged while it is typed', () => {
  expect(targetUrlProblem('https://crm.example/hook?x=1')).toBeNull();
  expect(targetUrlProblem('crm.example')).toContain('https://');
  expect(targetUrlProblem('https://')).toContain('complete URL');
  expect(targetUrlProblem('https://a:b@crm.example')).toContain('user name');
  expect(targetUrlProblem('https://crm.example/#top')).toContain('#');
  expect(targetUrlProblem('https://crm example')).toContain('spaces');
  expect(targetUrlProblem('')).not.toBeNull();
});

it('knows the addresses of chat services, which read no other format than their own', () => {
  expect(formatReadBy(' https://hooks.slack.com/services/T000/B000/TOKEN')).toBe('SLACK');
  expect(formatReadBy('https://discord.com/api/webhooks/1/TOKEN')).toBe('DISCORD');
  expect(formatReadBy('https://canary.discord.com/api/webhooks/1/TOKEN')).toBe('DISCORD');
  expect(formatReadBy('https://discord.com/channels/1')).toBeNull();
  expect(formatReadBy('https://hooks.slack.com.crm.example/services')).toBeNull();
  expect(formatReadBy('hooks.slack.com')).toBeNull();
});
