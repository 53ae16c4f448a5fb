import pulumi
import pulumi_callfire as callfire

desk = callfire.PhoneNumber("desk", local={"region": {"city": "Seattle", "state": "WA"}})
hotline = callfire.PhoneNumber("hotline", toll_free=True)

pulumi.export("numbers", [desk.national_format, hotline.national_format])
