export { redFor, SEEN, someCheck, someCriteria, someCriterion } from './criterion.ts';
export { EXAMPLE_ROOT, emptyPorts, exampleTarget, hasCompose, memoryFiles } from './ports.ts';
export { type Client, exampleClaim, exampleWorld, judged, judgedOn } from './judged.ts';
export { outcomesOn } from './outcomes.ts';
