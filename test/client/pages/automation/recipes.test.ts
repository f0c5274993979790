import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createCall, deleteCall } from '../../../../client/pages/automation/curl.ts';
import { RECIPES, recipeQuery } from '../../../../client/pages/automation/recipes.ts';

const schema = buildSchema(readFileSync(resolve('schema/schema.graphql'), 'utf8'));

/** What curl would send: the text between the quotes after `-d`. */
const bodyOf = (call: string) => JSON.parse(/-d '([\s\S]*)'\n$/.exec(call)?.[1] ?? '') as { query: string; variables: { input: Record<string, unknown> } };

describe.each(RECIPES.map((recipe) => [recipe.title, recipe] as const))('the recipe for %s', (_title, recipe) => {
  it('fills in the form', () => {
    expect(recipeQuery(recipe, 'STAGING')).toEqual({ name: recipe.name, url: recipe.url, environment: 'STAGING', events: recipe.events.join(','), format: recipe.format });
  });

  it('is one call that the API takes', () => {
    const { query, variables } = bodyOf(createCall('https://keybell.example', recipe, 'STAGING'));
    expect(validate(schema, parse(query))).toEqual([]);
    expect(variables.input).toMatchObject({ url: recipe.url, events: recipe.events, payloadFormat: recipe.format });
  });
});

it('deleting is one call that the API takes', () => {
  expect(validate(schema, parse(bodyOf(deleteCall('https://keybell.example')).query))).toEqual([]);
});
