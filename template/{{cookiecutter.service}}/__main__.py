from infrastructure import define

define()
