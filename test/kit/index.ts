export { emptyPorts, exampleTarget, memoryFiles } from './ports.ts';
export { exampleFacts, judged, judgedOn } from './judged.ts';
