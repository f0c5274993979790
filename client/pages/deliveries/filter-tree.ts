import type { FilterChoice } from '../../components/KbFilter.vue';

/** Choices of a filter under one head. A group with a value stands for all its choices, those to come too, as `license.*` does. */
export interface FilterGroup {
  label?: string;
  value?: string;
  choices: readonly FilterChoice[];
}

export type CheckState = boolean | 'indeterminate';

/** How each box stands: a chosen group checks all in it, some chosen choices make their group half checked. */
export function checkStates(groups: readonly FilterGroup[], chosen: readonly string[]): Map<string, CheckState> {
  const states = new Map<string, CheckState>();
  for (const { value, choices } of groups) {
    const isWhole = value !== undefined && chosen.includes(value);
    for (const choice of choices) states.set(choice.value, isWhole || chosen.includes(choice.value));
    if (value !== undefined) states.set(value, isWhole ? true : choices.some((choice) => chosen.includes(choice.value)) ? 'indeterminate' : false);
  }
  return states;
}

/** The chosen values after a box was checked or unchecked. A choice taken out of a chosen group leaves the others of it. */
export function withChecked(groups: readonly FilterGroup[], chosen: readonly string[], value: string, isOn: boolean): string[] {
  const group = groups.find((candidate) => candidate.value === value);
  if (group) {
    const others = chosen.filter((each) => each !== value && !group.choices.some((choice) => choice.value === each));
    return isOn ? [...others, value] : others;
  }
  const around = groups.find(({ choices }) => choices.some((choice) => choice.value === value));
  const whole = around?.value;
  if (around && whole !== undefined && chosen.includes(whole)) {
    return [...chosen.filter((each) => each !== whole), ...around.choices.map((choice) => choice.value).filter((each) => each !== value)];
  }
  const others = chosen.filter((each) => each !== value);
  return isOn ? [...others, value] : others;
}
