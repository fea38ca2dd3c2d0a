// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { I1271Policy } from "../interfaces/I1271Policy.sol";
import { IActionPolicy } from "../interfaces/IActionPolicy.sol";
import { IPolicy } from "../interfaces/IPolicy.sol";
import { IUserOpPolicy } from "../interfaces/IUserOpPolicy.sol";
import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

/// @title SudoPolicy, the reference contract
/// @notice Lets everything pass: the scope of the action it stands in is then the only limit.
contract SudoPolicy is IUserOpPolicy, IActionPolicy, I1271Policy {
    /// @inheritdoc IPolicy
    function initializeWithMultiplexer(address account, bytes32 configId, bytes calldata) external {
        emit PolicySet(configId, msg.sender, account);
    }

    /// @inheritdoc IUserOpPolicy
    function checkUserOpPolicy(bytes32, PackedUserOperation calldata) external pure returns (uint256) {
        return 0;
    }

    /// @inheritdoc IActionPolicy
    function checkAction(bytes32, address, address, uint256, bytes calldata) external pure returns (uint256) {
        return 0;
    }

    /// @inheritdoc I1271Policy
    function check1271SignedAction(
        bytes32,
        address,
        address,
        bytes32,
        bytes calldata
    ) external pure returns (bool) {
        return true;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IPolicy).interfaceId ||
            interfaceId == type(IUserOpPolicy).interfaceId ||
            interfaceId == type(IActionPolicy).interfaceId ||
            interfaceId == type(I1271Policy).interfaceId;
    }
}
