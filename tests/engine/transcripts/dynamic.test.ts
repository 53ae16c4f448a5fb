import { describeWholeStack } from "./wholeStack";

describeWholeStack("dynamic", "terminal", "A stack in a terminal");
describeWholeStack("dynamic", "pipeline", "A stack in a pipeline");
