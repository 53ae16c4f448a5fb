/** States, provinces and a few cities of each: enough for any region to have numbers that could be real. */
export interface City {
    readonly name: string;
    readonly state: string;
    readonly areaCodes: readonly string[];
    readonly zipcode: string;
    readonly lata: string;
    readonly latitude: number;
    readonly longitude: number;
}

export interface State {
    readonly code: string;
    readonly country: "US" | "CA";
    readonly timeZone: string;
    readonly areaCodes: readonly string[];
}

const eastern = "America/New_York";
const central = "America/Chicago";
const mountain = "America/Denver";
const pacific = "America/Los_Angeles";

type StateRow = readonly [code: string, timeZone: string, areaCodes: string];

const unitedStates: readonly StateRow[] = [
    ["AL", central, "205 251 256 334"],
    ["AK", "America/Anchorage", "907"],
    ["AZ", "America/Phoenix", "480 520 602 623 928"],
    ["AR", central, "479 501 870"],
    [
        "CA",
        pacific,
        "213 310 323 408 415 424 510 530 559 562 619 626 650 661 707 714 760 805 818 831 858 909 916 925 949",
    ],
    ["CO", mountain, "303 719 720 970"],
    ["CT", eastern, "203 475 860"],
    ["DE", eastern, "302"],
    ["DC", eastern, "202"],
    ["FL", eastern, "239 305 321 352 386 407 561 727 754 772 786 813 850 863 904 941 954"],
    ["GA", eastern, "229 404 470 478 678 706 762 770 912"],
    ["HI", "Pacific/Honolulu", "808"],
    ["ID", mountain, "208"],
    ["IL", central, "217 224 309 312 331 618 630 708 773 779 815 847 872"],
    ["IN", eastern, "219 260 317 574 765 812"],
    ["IA", central, "319 515 563 641 712"],
    ["KS", central, "316 620 785 913"],
    ["KY", eastern, "270 502 606 859"],
    ["LA", central, "225 318 337 504 985"],
    ["ME", eastern, "207"],
    ["MD", eastern, "240 301 410 443"],
    ["MA", eastern, "339 351 413 508 617 774 781 857 978"],
    ["MI", eastern, "231 248 269 313 517 586 616 734 810 906 947 989"],
    ["MN", central, "218 320 507 612 651 763 952"],
    ["MS", central, "228 601 662 769"],
    ["MO", central, "314 417 573 636 660 816"],
    ["MT", mountain, "406"],
    ["NE", central, "308 402 531"],
    ["NV", pacific, "702 725 775"],
    ["NH", eastern, "603"],
    ["NJ", eastern, "201 551 609 732 848 856 862 908 973"],
    ["NM", mountain, "505 575"],
    ["NY", eastern, "212 315 347 516 518 585 607 631 646 716 718 845 914 917 929"],
    ["NC", eastern, "252 336 704 828 910 919 980"],
    ["ND", central, "701"],
    ["OH", eastern, "216 234 330 419 440 513 567 614 740 937"],
    ["OK", central, "405 539 580 918"],
    ["OR", pacific, "458 503 541 971"],
    ["PA", eastern, "215 267 412 484 570 610 717 724 814 878"],
    ["RI", eastern, "401"],
    ["SC", eastern, "803 843 864"],
    ["SD", central, "605"],
    ["TN", central, "423 615 731 865 901 931"],
    ["TX", central, "210 214 254 281 325 361 409 432 469 512 682 713 737 806 817 830 832 903 915 936 940 956 972 979"],
    ["UT", mountain, "385 435 801"],
    ["VT", eastern, "802"],
    ["VA", eastern, "276 434 540 571 703 757 804"],
    ["WA", pacific, "206 253 360 425 509"],
    ["WV", eastern, "304 681"],
    ["WI", central, "262 414 608 715 920"],
    ["WY", mountain, "307"],
];

const canada: readonly StateRow[] = [
    ["AB", "America/Edmonton", "403 587 780"],
    ["BC", "America/Vancouver", "236 250 604 778"],
    ["MB", "America/Winnipeg", "204"],
    ["NB", "America/Moncton", "506"],
    ["NL", "America/St_Johns", "709"],
    ["NS", "America/Halifax", "902"],
    ["ON", "America/Toronto", "226 289 343 416 519 613 647 705 807 905"],
    ["QC", "America/Toronto", "418 438 450 514 579 581 819"],
    ["SK", "America/Regina", "306 639"],
];

export const states: ReadonlyMap<string, State> = new Map(
    [...unitedStates.map(stateOf("US")), ...canada.map(stateOf("CA"))].map((state) => [state.code, state]),
);

export const stateByAreaCode: ReadonlyMap<string, State> = new Map(
    [...states.values()].flatMap((state) => state.areaCodes.map((areaCode) => [areaCode, state] as const)),
);

function stateOf(country: "US" | "CA"): (row: StateRow) => State {
    return ([code, timeZone, areaCodes]) => ({ code, country, timeZone, areaCodes: areaCodes.split(" ") });
}
