"""Ids of what a VPC has, which functions and VPC links name.

Source: https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
"""

from __future__ import annotations

from typing import Annotated

from .base import RefList, each

__all__ = ["SecurityGroupIds", "SubnetIds"]

SubnetIds = Annotated[RefList, each(r"subnet-[0-9a-z]+", "the id of a subnet such as 'subnet-0a1b2c'")]
SecurityGroupIds = Annotated[
    RefList, each(r"sg-[0-9a-zA-Z]+", "the id of a security group such as 'sg-0a1b2c'")
]
