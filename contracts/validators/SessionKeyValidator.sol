// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title SessionKeyValidator, the reference contract
/// @notice Tells whether enough of a session's keys have signed. It keeps no state: SmartSession hands in the
/// keys with each question (ERC-7579 stateless validator, ERC-7780).
/// @dev The hash is taken as it is, without the prefix of `eth_sign`. A signature is 65 bytes `r ‖ s ‖ v` a
/// key; a `v` of 31 or 32 says that this key signed with that prefix after all. Keys that are contracts
/// (ERC-1271) are not supported: a `v` of 0, by which v1 asks such a key, recovers to nobody here.
contract SessionKeyValidator {
    /// @dev ERC-7579 module types: validator, and stateless validator.
    uint256 private constant _VALIDATOR = 1;
    uint256 private constant _STATELESS_VALIDATOR = 7;
    uint256 private constant _SIGNATURE_LENGTH = 65;
    /// @dev An `eth_sign` signature carries its `v` raised by 4, as Safe's signatures do.
    uint8 private constant _ETH_SIGN_OFFSET = 4;

    /// @notice A signature is too short, or no key can be recovered from it.
    error InvalidSignature();

    /// @notice Tells whether `threshold` of `owners` have signed `hash`.
    /// @param hash What is signed, for a session's use the user operation's hash.
    /// @param signature The signatures, one after the other.
    /// @param data `abi.encode(uint256 threshold, address[] owners)`, owners in ascending order.
    /// @return valid Whether enough different owners have signed.
    function validateSignatureWithData(
        bytes32 hash,
        bytes calldata signature,
        bytes calldata data
    ) external pure returns (bool valid) {
        (uint256 threshold, address[] memory owners) = abi.decode(data, (uint256, address[]));
        if (threshold == 0 || !_isAscending(owners)) return false;
        if (signature.length / _SIGNATURE_LENGTH < threshold) revert InvalidSignature();

        // Every signature is recovered before any is judged: one that cannot be is an error, not a "no".
        address[] memory signers = new address[](threshold);
        for (uint256 i = 0; i < threshold; ++i) {
            signers[i] = _recover(hash, signature[i * _SIGNATURE_LENGTH:(i + 1) * _SIGNATURE_LENGTH]);
        }
        uint256 signed = 0;
        for (uint256 i = 0; i < owners.length; ++i) {
            if (_contains(signers, owners[i])) ++signed;
        }
        return signed >= threshold;
    }

    /// @notice Tells what kind of ERC-7579 module this is.
    /// @param moduleTypeId The type asked for.
    /// @return isType True for validator and stateless validator.
    function isModuleType(uint256 moduleTypeId) external pure returns (bool isType) {
        return moduleTypeId == _VALIDATOR || moduleTypeId == _STATELESS_VALIDATOR;
    }

    function _recover(bytes32 hash, bytes calldata signature) private pure returns (address signer) {
        bytes32 r = bytes32(signature[:32]);
        bytes32 s = bytes32(signature[32:64]);
        uint8 v = uint8(signature[64]);
        if (v > 30) {
            v -= _ETH_SIGN_OFFSET;
            hash = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", hash));
        }
        signer = ecrecover(hash, v, r, s);
        if (signer == address(0)) revert InvalidSignature();
    }

    function _isAscending(address[] memory owners) private pure returns (bool) {
        for (uint256 i = 1; i < owners.length; ++i) {
            if (owners[i - 1] >= owners[i]) return false;
        }
        return true;
    }

    function _contains(address[] memory signers, address owner) private pure returns (bool) {
        for (uint256 i = 0; i < signers.length; ++i) {
            if (signers[i] == owner) return true;
        }
        return false;
    }
}
