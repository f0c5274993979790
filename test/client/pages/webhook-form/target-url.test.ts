import { expect, it } from 'vitest';
import { targetUrlProblem } from '../../../../client/pages/webhook-form/target-url.ts';

it('the form of a target URL is judged while it is typed', () => {
  expect(targetUrlProblem('https://crm.example/hook?x=1')).toBeNull();
  expect(targetUrlProblem('crm.example')).toContain('https://');
  expect(targetUrlProblem('https://')).toContain('complete URL');
  expect(targetUrlProblem('https://a:b@crm.example')).toContain('user name');
  expect(targetUrlProblem('https://crm.example/#top')).toContain('#');
  expect(targetUrlProblem('https://crm example')).toContain('spaces');
  expect(targetUrlProblem('')).not.toBeNull();
});
