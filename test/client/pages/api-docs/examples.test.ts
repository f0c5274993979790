import { expect, it } from 'vitest';
import { examples } from '../../../../client/pages/api-docs/examples.ts';

it('the explorer has the examples under the names of their operations, with their variables', () => {
  const names = examples.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Query.delivery', 'Subscription.delivery', 'Mutation.webhookCreate']));
  expect(JSON.parse(examples.find(({ name }) => name === 'Mutation.webhookCreate')?.variables ?? '')).toHaveProperty('input.url');
});
