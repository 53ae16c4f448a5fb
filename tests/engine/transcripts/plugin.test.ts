import { describeWholeStack } from "./wholeStack";

describeWholeStack("plugin", "pipeline", "A stack in a pipeline, with the plugin");
