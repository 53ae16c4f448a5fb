import { autoReply } from "./autoReply";
import { keyword } from "./keyword";
import { numberConfiguration } from "./numberConfiguration/numberConfiguration";
import { numberLabel } from "./numberLabel";
import { numberOrder } from "./numberOrder";
import { phoneNumber } from "./phoneNumber";
import { subscription } from "./subscription";

/** All resources, by name. */
export const resources = {
    numberOrder,
    keyword,
    phoneNumber,
    numberConfiguration,
    subscription,
    autoReply,
    numberLabel,
};
