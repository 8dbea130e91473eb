/** Rules by path: `services.*.ports.*`; a star is any key or any element. */
export interface Rules<T> {
  readonly rule: T | undefined;
  readonly children: ReadonlyMap<string, Rules<T>>;
  readonly any: Rules<T> | undefined;
}

interface Growing<T> {
  rule: T | undefined;
  children: Map<string, Growing<T>>;
  any: Growing<T> | undefined;
}

const empty = <T>(): Growing<T> => ({ rule: undefined, children: new Map(), any: undefined });

export function rulesOf<T>(byPath: Readonly<Record<string, T>>): Rules<T> {
  const root = empty<T>();
  for (const [path, rule] of Object.entries(byPath)) {
    let here = root;
    for (const step of path.split('.')) {
      const next: Growing<T> = (step === '*' ? here.any : here.children.get(step)) ?? empty<T>();
      if (step === '*') here.any = next;
      else here.children.set(step, next);
      here = next;
    }
    here.rule = rule;
  }
  return root;
}

/** The rules below one more step; undefined where none reaches. */
export function below<T>(rules: Rules<T> | undefined, step: string): Rules<T> | undefined {
  return rules?.children.get(step) ?? rules?.any;
}

export function ruleAt<T>(rules: Rules<T>, path: readonly string[]): Rules<T> | undefined {
  return path.reduce<Rules<T> | undefined>((here, step) => below(here, step), rules);
}
