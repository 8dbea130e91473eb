export { contextFactsOf, type ContextQuestion } from './facts.ts';
export { contextSensor } from './sensor.ts';
