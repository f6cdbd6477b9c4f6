export { cutOutImage as cutOut } from "./cutOutImage.ts";
export { planPrompt } from "./prompt/planPrompt.ts";
export { remix } from "./remix.ts";
export * from "./request.ts";
