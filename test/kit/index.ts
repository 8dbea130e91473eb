export { emptyPorts, exampleTarget, hasCompose, memoryFiles } from './ports.ts';
export { type Client, exampleClaim, exampleFacts, exampleWorld, judged, judgedOn } from './judged.ts';
