import { z } from 'zod';
import type { AnyCheck, Criteria, Criterion, Verdict } from '../../src/domain/index.ts';
import { exampleTarget } from './ports.ts';

export const SEEN: Verdict = { status: 'pass', evidence: [{ kind: 'value', what: 'it', value: 'was seen' }] };

/** A red verdict of that reason. */
export function redFor(reason: string): Verdict {
  return {
    status: 'fail',
    findings: [{ reason, message: reason, evidence: [{ kind: 'value', what: 'it', value: 'is not' }] }],
  };
}

/** A check for tests of what handles checks: green unless told otherwise. */
export function someCheck(overrides: Partial<AnyCheck> = {}): AnyCheck {
  return {
    id: 'dockerfile/some',
    version: 1,
    title: 'Something holds',
    why: 'It matters.',
    remedy: 'Mend it.',
    references: [],
    reads: ['dockerfile.stages'],
    params: z.unknown(),
    reasons: ['wrong'],
    example: {},
    mutants: [],
    judge: () => SEEN,
    ...overrides,
  };
}

/** A required criterion on such a check. */
export function someCriterion(check: Partial<AnyCheck> = {}, overrides: Partial<Criterion> = {}): Criterion {
  const it = someCheck(check);
  return { check: it, id: it.id, title: it.title, required: true, params: {}, section: 0, ...overrides };
}

/** Criteria with the settings of an empty tickproof.yaml. */
export function someCriteria(...criteria: readonly Criterion[]): Criteria {
  const { build, run, stacks, scan } = exampleTarget({});
  return {
    file: null,
    text: '',
    name: 'example',
    profile: 'production',
    build,
    run,
    stacks,
    scan,
    sections: [],
    criteria,
  };
}
