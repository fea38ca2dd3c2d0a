// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Game } from "../../../contracts/targets/Game.sol";
import { Test } from "../helpers/Test.sol";

contract GameTest is Test {
    Game private _game;
    uint256 private _id;

    function setUp() external {
        _game = new Game();
        _id = _game.startGame(STRANGER);
    }

    function test_HasTheSelectorThatIsGranted() external pure {
        VM.assertEq(uint32(Game.makeMove.selector), 0x7fd6f7c4, "makeMove");
    }

    /// @dev Every way of three in a row, by either player.
    function testFuzz_IsWonByThreeInALine(uint8 line, bool second) external {
        uint8[3][8] memory lines = [
            [0, 1, 2],
            [3, 4, 5],
            [6, 7, 8],
            [0, 3, 6],
            [1, 4, 7],
            [2, 5, 8],
            [0, 4, 8],
            [2, 4, 6]
        ];
        uint8[3] memory own = lines[line % 8];
        uint8[3] memory other = _besides(own);
        for (uint256 i; i < 3; ++i) {
            if (second) _move(other[i], false);
            VM.assertEq(_game.games(_id).isOver, false, "lasts");
            _move(own[i], second);
            if (!second && i < 2) _move(other[i], true);
        }
        Game.Match memory game = _game.games(_id);
        VM.assertEq(game.isOver, true, "over");
        VM.assertEq(game.winner, second ? STRANGER : address(this), "winner");
        VM.expectRevert(abi.encodeWithSelector(Game.GameIsOver.selector, _id));
        _game.resign(_id);
    }

    function test_IsDrawnWhereTheBoardIsFull() external {
        uint8[9] memory moves = [0, 1, 2, 4, 3, 5, 7, 6, 8];
        for (uint256 i; i < 9; ++i) _move(moves[i], i % 2 == 1);
        Game.Match memory game = _game.games(_id);
        VM.assertEq(game.isOver, true, "over");
        VM.assertEq(game.winner, address(0), "winner");
    }

    function test_SaysWhatHappens() external {
        VM.expectEmit(address(_game));
        emit Game.GameStarted(2, address(this), STRANGER);
        _game.startGame(STRANGER);
        VM.expectEmit(address(_game));
        emit Game.MoveMade(_id, address(this), 8);
        _game.makeMove(_id, 8);
        VM.expectEmit(address(_game));
        emit Game.GameEnded(_id, STRANGER);
        _game.resign(_id);
    }

    function test_RefusesAMoveOutOfTurn() external {
        VM.prank(STRANGER);
        VM.expectRevert(abi.encodeWithSelector(Game.NotYourTurn.selector, _id, STRANGER));
        _game.makeMove(_id, 0);
        _game.makeMove(_id, 0);
        VM.expectRevert(abi.encodeWithSelector(Game.NotYourTurn.selector, _id, address(this)));
        _game.makeMove(_id, 1);
    }

    function testFuzz_RefusesASquareThatThereIsNot(uint8 position) external {
        position = uint8(_within(position, 9, type(uint8).max));
        VM.expectRevert(abi.encodeWithSelector(Game.NotOnTheBoard.selector, position));
        _game.makeMove(_id, position);
    }

    function testFuzz_RefusesASquareThatIsTaken(uint8 position, bool byItsOwner) external {
        position %= 9;
        _move(position, false);
        if (byItsOwner) _move((position + 1) % 9, true);
        else VM.prank(STRANGER);
        VM.expectRevert(abi.encodeWithSelector(Game.SquareTaken.selector, _id, position));
        _game.makeMove(_id, position);
    }

    function testFuzz_RefusesWhoeverDoesNotPlay(address anybody) external {
        VM.assume(anybody != address(this) && anybody != STRANGER);
        VM.prank(anybody);
        VM.expectRevert(abi.encodeWithSelector(Game.NotAPlayer.selector, _id, anybody));
        _game.makeMove(_id, 0);
        VM.prank(anybody);
        VM.expectRevert(abi.encodeWithSelector(Game.NotAPlayer.selector, _id, anybody));
        _game.resign(_id);
    }

    function testFuzz_RefusesAGameThatThereIsNot(uint256 id) external {
        VM.assume(id != _id);
        VM.expectRevert(abi.encodeWithSelector(Game.UnknownGame.selector, id));
        _game.makeMove(id, 0);
    }

    function test_RefusesToBePlayedAgainstNobodyAndAgainstOneself() external {
        VM.expectRevert(abi.encodeWithSelector(Game.InvalidOpponent.selector, address(0)));
        _game.startGame(address(0));
        VM.expectRevert(abi.encodeWithSelector(Game.InvalidOpponent.selector, address(this)));
        _game.startGame(address(this));
    }

    function test_TakesNoValue() external {
        VM.deal(address(this), 1);
        (bool taken, ) = address(_game).call{ value: 1 }(abi.encodeCall(Game.makeMove, (_id, 0)));
        VM.assertEq(taken, false, "taken");
    }

    function _move(uint8 position, bool byStranger) private {
        if (byStranger) VM.prank(STRANGER);
        _game.makeMove(_id, position);
    }

    /// @dev Three squares that are free of a line, and in no line themselves: of the six the first, second and fourth.
    function _besides(uint8[3] memory line) private pure returns (uint8[3] memory squares) {
        uint256 free;
        for (uint8 square; square < 9; ++square) {
            if (square == line[0] || square == line[1] || square == line[2]) continue;
            if (free < 2) squares[free] = square;
            else if (free == 3) squares[2] = square;
            ++free;
        }
    }
}
