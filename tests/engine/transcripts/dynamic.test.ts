import { describeWholeStack } from "./wholeStack";

describeWholeStack("dynamic", "terminal", "A stack in a terminal");
